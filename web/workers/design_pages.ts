// A design is told page by page: those that stand as they were told before say only so. Here they are made whole again.
import type { PageState } from '../engine/generated/local_pb.ts';
import type { EventKind } from '../engine/port.ts';

export class DesignPages {
  private known_ = new Map<string, PageState>();

  /** The same event; a design's pages are all there. What did not change is the same object as before. */
  fill_in(event: EventKind): EventKind {
    if (event.case !== 'design') return event;
    const pages = event.value.pages.map((page) => (page.unchanged ? (this.known_.get(page.page) ?? page) : page));
    this.known_ = new Map(pages.map((page) => [page.page, page]));
    return { case: 'design', value: { ...event.value, pages } };
  }
}
