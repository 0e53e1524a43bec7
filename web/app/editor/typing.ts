// Whether letters go into a text. The engine says so, a moment after the hand did what leads to it; what is typed in that
// moment belongs to the text already and is no shortcut, however long a busy machine makes the moment.
import type { CommandKind, EventKind } from '../../engine/port.ts';
import { ActionKind, PointerPhase, Tool } from '../../engine/generated/local_pb.ts';

export class Typing {
  private readonly settled_: () => Promise<void>;
  private active_ = false;
  private tool_: Tool = Tool.SELECT;
  private awaited_: Tool | undefined;
  /** What the engine is about to say; undefined when it has said all. */
  private foreseen_: boolean | undefined;
  private foresights_ = 0;

  /** `settled` resolves when the engine has done all that was dispatched and what came of it was heard. */
  constructor(settled: () => Promise<void>) {
    this.settled_ = settled;
  }

  get on(): boolean {
    return this.foreseen_ ?? this.active_;
  }

  /** Call it when the engine got the command. */
  dispatched(command: CommandKind): void {
    if (command.case === 'tool') {
      const chosen = command.value.tool ?? Tool.SELECT;
      if (chosen !== this.tool_) this.awaited_ = chosen;
      this.tool_ = chosen;
    } else if (command.case === 'pointer') {
      this.pointed(command.value.phase, command.value.clickCount);
    } else if (command.case === 'key' && command.value.down === true) {
      if (command.value.key === 'Enter' && !this.on) this.foresee_until_settled(true);
      if (command.value.key === 'Escape') this.foresee_until_settled(false);
    } else if (command.case === 'action' && command.value.kind === ActionKind.ACTION_EDIT_TEXT) this.foresee_until_settled(true);
  }

  heard(event: EventKind): void {
    if (event.case === 'design') {
      // What was said before the choice arrived is out of date.
      if (this.awaited_ === event.value.tool) this.awaited_ = undefined;
      if (this.awaited_ === undefined) this.tool_ = event.value.tool;
    }
    if (event.case === 'textEditing') this.active_ = event.value.active;
  }

  // A press with the text tool makes a text when it ends, and a double click edits one if it is on one.
  private pointed(phase: PointerPhase | undefined, click_count = 1): void {
    if (phase === PointerPhase.POINTER_DOWN && (this.tool_ === Tool.TEXT || click_count > 1)) this.foresee(true);
    const ended = phase === PointerPhase.POINTER_UP || phase === PointerPhase.POINTER_CANCEL;
    if (ended && this.foreseen_ === true) this.foresee_until_settled(true);
  }

  private foresee(on: boolean | undefined): number {
    this.foreseen_ = on;
    return ++this.foresights_;
  }

  private foresee_until_settled(on: boolean): void {
    const mine = this.foresee(on);
    void this.settled_().then(() => {
      if (mine === this.foresights_) this.foresee(undefined);
    });
  }
}
