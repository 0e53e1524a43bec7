// Whether letters go into a text. The engine says so, a moment after the hand did what leads to it; what is typed in that
// moment already belongs to the text and is no shortcut.
import type { CommandKind, EventKind } from '../../engine/port.ts';
import { ActionKind, PointerPhase, Tool } from '../../engine/generated/local_pb.ts';

// With the text tool a press always makes a text; a double click or Enter does so only on one.
const sure_ms = 3000;
const maybe_ms = 700;

export class Typing {
  private readonly now_: () => number;
  private active_ = false;
  private tool_: Tool = Tool.SELECT;
  private awaited_: Tool | undefined;
  private expected_until_ = -Infinity;

  constructor(now: () => number = () => performance.now()) {
    this.now_ = now;
  }

  get on(): boolean {
    return this.active_ || this.now_() < this.expected_until_;
  }

  dispatched(command: CommandKind): void {
    const { active_: was_active } = this;
    if (command.case === 'tool') {
      const chosen = command.value.tool ?? Tool.SELECT;
      if (chosen !== this.tool_) this.awaited_ = chosen;
      this.tool_ = chosen;
    } else if (command.case === 'pointer' && command.value.phase === PointerPhase.POINTER_DOWN) {
      if (this.tool_ === Tool.TEXT) this.expect(sure_ms);
      else if ((command.value.clickCount ?? 1) > 1) this.expect(maybe_ms);
    } else if (command.case === 'key' && command.value.down === true) {
      if (command.value.key === 'Enter' && !was_active) this.expect(maybe_ms);
      if (command.value.key === 'Escape') this.expected_until_ = -Infinity;
    } else if (command.case === 'action' && command.value.kind === ActionKind.ACTION_EDIT_TEXT) this.expect(maybe_ms);
  }

  heard(event: EventKind): void {
    if (event.case === 'design') {
      // What was said before the choice arrived is out of date.
      if (this.awaited_ === event.value.tool) this.awaited_ = undefined;
      if (this.awaited_ === undefined) this.tool_ = event.value.tool;
    }
    if (event.case !== 'textEditing') return;
    this.active_ = event.value.active;
    this.expected_until_ = -Infinity;
  }

  private expect(ms: number): void {
    this.expected_until_ = this.now_() + ms;
  }
}
