// The design as a file: the Polotno file is made here, pictures and vectors by the server when it can be reached.
import { Menu } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { SavingState } from '../../engine/generated/local_pb.ts';
import { useEditor, useEditorModel } from './context.ts';
import { useExportJob } from './export_job.ts';
import { ExportProgress } from './export_progress.tsx';

const rendered = [
  { format: 'png', label: 'PNG', note: 'Sharp picture' },
  { format: 'jpg', label: 'JPEG', note: 'Small picture' },
  { format: 'pdf', label: 'PDF', note: 'All pages, for print' },
  { format: 'svg', label: 'SVG', note: 'Vectors' },
] as const;

export function ExportMenu({ children }: { children: ReactElement }) {
  const { dispatch } = useEditor();
  const { job, begin, end } = useExportJob();
  const { online } = useNetwork();
  const saving = useEditorModel((state) => state.saving?.state);
  const reachable = online && saving !== SavingState.SAVING_OFFLINE;

  const as_json = () => dispatch({ case: 'exportPolotno', value: {} });

  return (
    <>
      <Menu position="bottom-end" width={248}>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          {reachable && rendered.map(({ format, label, note }) => (
            <Menu.Item key={format} rightSection={<small className="fk-quiet">{note}</small>} onClick={() => void begin(format, true)}>{label}</Menu.Item>
          ))}
          {reachable && <Menu.Divider />}
          <Menu.Item rightSection={<small className="fk-quiet">Polotno file</small>} onClick={as_json}>JSON</Menu.Item>
          {!reachable && <Menu.Label>Pictures and PDF need a connection</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      <ExportProgress job={job} begin={(format, all) => void begin(format, all)} as_json={as_json} end={end} />
    </>
  );
}
