// Above every screen when this tab's part of the device has stopped: what happened, and the one way on.
import { Button } from '@mantine/core';
import { useStore } from '../model/store.ts';
import { useServices } from '../services.tsx';

export function StoppedNotice() {
  const { stopped, detail } = useStore(useServices().device, (state) => state);
  if (stopped === undefined) return null;
  return (
    <div className="fk-stopped" role="alert">
      <div>
        <strong>{stopped === 'older' ? 'This tab is of an older version' : 'Flashkit has stopped storing in this tab'}</strong>
        <p className="fk-flat">
          {stopped === 'older'
            ? 'The designs on this device were opened by a newer version of Flashkit. What was stored is safe. Load this tab again to go on.'
            : 'What the chip called saved is safe. Load this tab again to go on.'}
        </p>
        {stopped === 'failed' && detail !== '' && (
          <details className="fk-detail">
            <summary>Details</summary>
            <pre>{detail}</pre>
          </details>
        )}
      </div>
      <Button onClick={() => window.location.reload()}>Load again</Button>
    </div>
  );
}
