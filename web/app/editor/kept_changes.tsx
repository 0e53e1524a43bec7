// The changes of this design that the cloud refused: why, and the ways out of each.
import { Button } from '@mantine/core';
import type { KeptChange } from '../../engine/generated/local_pb.ts';
import { to_hex } from '../model/ids.ts';
import { useEditor, useEditorModel } from './context.ts';

const none: readonly KeptChange[] = [];

export function KeptChanges() {
  const { dispatch } = useEditor();
  const kept = useEditorModel((model) => model.saving?.kept ?? none);
  const settle = ({ client, number }: KeptChange, retry: boolean) => dispatch({ case: 'settleKept', value: { client, number, retry } });
  return kept.map((change) => (
    <div key={`${to_hex(change.client)} ${change.number}`} className="fk-needs-you">
      <p className="fk-flat">{change.text}</p>
      {change.mayRetry && <Button size="compact-sm" variant="light" onClick={() => settle(change, true)}>Try again</Button>}{' '}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => settle(change, false)}>Do without it</Button>
    </div>
  ));
}
