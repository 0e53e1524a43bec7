// What could not be had is asked for again as long as it is wanted: soon, then every half a minute, and at once when the
// network is back.

const k_first_ms = 4_000;
const k_longest_ms = 30_000;

export class Retries {
  private readonly pauses_ = new Map<string, number>();
  private readonly waiting_ = new Map<string, { readonly again: () => void; readonly timer: ReturnType<typeof setTimeout> }>();
  private round_ = 0;

  /** `ask` says whether it is to be asked for again. What is asked for meanwhile is not asked for twice. */
  async until_had(name: string, ask: () => Promise<boolean>): Promise<void> {
    const round = this.round_;
    this.forget(name);
    const again = await ask();
    if (round !== this.round_) return;
    if (!again) {
      this.pauses_.delete(name);
      return;
    }
    const pause = this.pauses_.get(name) ?? k_first_ms;
    this.pauses_.set(name, Math.min(k_longest_ms, pause * 2));
    this.forget(name);
    const next = (): void => void this.until_had(name, ask);
    this.waiting_.set(name, { again: next, timer: setTimeout(next, pause) });
  }

  /** The network is back. */
  now(): void {
    this.pauses_.clear();
    for (const { again } of [...this.waiting_.values()]) again();
  }

  /** Nothing of it is wanted any more. */
  clear(): void {
    this.round_++;
    for (const name of [...this.waiting_.keys()]) this.forget(name);
    this.pauses_.clear();
  }

  private forget(name: string): void {
    clearTimeout(this.waiting_.get(name)?.timer);
    this.waiting_.delete(name);
  }
}
