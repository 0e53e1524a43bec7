// While a file is made: how far it is, with a way to stop; and when it went no further: why, and what can be had instead.
import { Button, Loader, Modal } from '@mantine/core';
import { way_words } from '../model/reaching_cloud.ts';
import { useUploads } from '../shell/upload_list.tsx';
import { useEditorModel } from './context.ts';
import type { Failed, Job } from './export_job.ts';

const why_words: Record<Failed, string> = {
  offline: 'There is no connection, so the file can not be made now. Your changes are stored on this device and go to the cloud when the connection is back.',
  update: 'A newer version of Flashkit is in use, and your last changes wait on this device until this page is loaded again. The file would be without them.',
  unsent: 'Your last changes or pictures do not reach the cloud just now. The file would be without them.',
  pictures: 'The cloud did not take some pictures of this device. Where this design shows one of them, the file would have a mark in its place.',
  denied: 'The cloud does not have this design, or you have no right to it any more.',
  late: 'The server did not finish the file in two minutes. Your design is unchanged. Try again in a moment.',
  failed: 'The server could not make the file. Your design is unchanged. Check the connection and try again.',
};

const without: Partial<Record<Failed, string>> = { update: 'Make it without them', unsent: 'Make it without them', pictures: 'Make it anyway' };

interface ExportProgressProps {
  job: Job | undefined;
  begin: (format: string, all: boolean) => void;
  as_json: () => void;
  end: () => void;
}

export function ExportProgress({ job, begin, as_json, end }: ExportProgressProps) {
  const at = job?.at;
  const going = at === 'sending' || at === 'drawing';
  return (
    <Modal opened={job !== undefined && (job.slow || !going)} onClose={end} title={going || at === undefined ? 'Making the file…' : 'The file is not made'} size={400} closeOnClickOutside={!going}>
      {job !== undefined && (going ? <Going at={job.at} /> : at !== undefined && <p className="fk-flat">{why_words[at]}</p>)}
      <div className="fk-export-ways">
        <Button variant="default" onClick={end}>{going ? 'Cancel' : 'Close'}</Button>
        {job !== undefined && !going && at !== undefined && without[at] !== undefined && (
          <Button variant="default" onClick={() => begin(job.format, false)}>{without[at]}</Button>
        )}
        {!going && (
          <Button
            onClick={() => {
              as_json();
              end();
            }}
          >
            Export as JSON
          </Button>
        )}
      </div>
    </Modal>
  );
}

function Going({ at }: { at: Job['at'] }) {
  const saving = useEditorModel((model) => model.saving);
  const uploads = useUploads();
  return (
    <p className="fk-export-going fk-number" role="status">
      <Loader size={16} color="gray" />
      {at === 'sending' ? way_words(saving, uploads) : 'The server draws it.'}
    </p>
  );
}
