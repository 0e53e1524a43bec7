import type { ReactNode } from 'react';

/** One block of a panel: a small heading, an optional action at its right, and rows. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <section className="fk-section" aria-label={title}>
      <div className="fk-section-head">
        <h2>{title}</h2>
        {action}
      </div>
      {children !== undefined && <div className="fk-rows">{children}</div>}
    </section>
  );
}
