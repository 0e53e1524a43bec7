// The design as a file: the Polotno file is made here, pictures and vectors by the server when it can be reached.
import { Menu } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { SavingState } from '../../engine/generated/local_pb.ts';
import { tell } from '../actions.tsx';
import { useEditor, useEditorModel } from './context.ts';

const rendered = [
  { format: 'png', label: 'PNG', note: 'Sharp picture' },
  { format: 'jpg', label: 'JPEG', note: 'Small picture' },
  { format: 'pdf', label: 'PDF', note: 'All pages, for print' },
  { format: 'svg', label: 'SVG', note: 'Vectors' },
] as const;

function file_name(name: string, ending: string): string {
  const plain = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  return `${plain === '' ? 'design' : plain}.${ending}`;
}

export function ExportMenu({ children }: { children: ReactElement }) {
  const { document: id, capability, dispatch, model } = useEditor();
  const { online } = useNetwork();
  const saving = useEditorModel((state) => state.saving?.state);
  const reachable = online && saving !== SavingState.SAVING_OFFLINE;

  const render = async (format: string) => {
    const { design, selection } = model.get();
    const page = Math.max(1, 1 + (design?.pages.findIndex((each) => each.page === selection?.page) ?? 0));
    const wanted = format === 'pdf' ? '' : `?page=${page}`;
    const headers: HeadersInit = capability === '' ? {} : { 'X-Flashkit-Capability': capability };
    try {
      const answer = await fetch(`/api/v1/documents/${id}/export.${format}${wanted}`, { headers });
      if (!answer.ok) throw new Error(String(answer.status));
      const address = URL.createObjectURL(await answer.blob());
      const link = document.createElement('a');
      link.href = address;
      link.download = file_name(design?.name ?? '', format);
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch {
      tell('The file could not be made. Your design is unchanged. Check the connection and try again, or export it as JSON.', 'error');
    }
  };

  return (
    <Menu position="bottom-end" width={248}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {reachable && rendered.map(({ format, label, note }) => (
          <Menu.Item key={format} rightSection={<small className="fk-quiet">{note}</small>} onClick={() => void render(format)}>{label}</Menu.Item>
        ))}
        {reachable && <Menu.Divider />}
        <Menu.Item rightSection={<small className="fk-quiet">Polotno file</small>} onClick={() => dispatch({ case: 'exportPolotno', value: {} })}>JSON</Menu.Item>
        {!reachable && <Menu.Label>Pictures and PDF need a connection</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
