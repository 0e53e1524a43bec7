// Whether stretched tiles are drawn smoothly. Without a graphics card that costs several times as much as taking the nearest
// pixel; so it is given up for the rest of a zoom as soon as frames come late, and tried again with the next zoom.

const k_late_ms = 24;
const k_patience = 2;
// Frames further apart than this are no stream: nothing moved between them.
const k_pause_ms = 120;

export class ZoomPace {
  private last_ms_ = -Infinity;
  private late_ = 0;

  /** To be asked once in every frame, with its moment. */
  smooth(now_ms: number, stretched: boolean): boolean {
    const gap = now_ms - this.last_ms_;
    this.last_ms_ = stretched ? now_ms : -Infinity;
    if (!stretched || gap > k_pause_ms) this.late_ = 0;
    else if (gap > k_late_ms) this.late_++;
    return this.late_ < k_patience;
  }
}
