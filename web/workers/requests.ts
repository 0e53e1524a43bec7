// Questions to the other side that are answered by number.

export class Requests<Answer> {
  private next_ = 1;
  private readonly open_ = new Map<number, (answer: Answer) => void>();

  /** `ask` gets the number to send. */
  make(ask: (id: number) => void): Promise<Answer> {
    const id = this.next_++;
    return new Promise((resolve) => {
      this.open_.set(id, resolve);
      ask(id);
    });
  }

  /** To all that are open: nobody will answer them. */
  answer_all(answer: Answer): void {
    for (const id of [...this.open_.keys()]) this.answer(id, answer);
  }

  answer(id: number, answer: Answer): void {
    this.open_.get(id)?.(answer);
    this.open_.delete(id);
  }
}
