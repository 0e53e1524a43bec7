// Pictures on their way to the cloud, each with how far it is.
import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { UploadProgress } from '../../store/port.ts';
import { upload_line } from '../model/uploads.ts';
import { useServices } from '../services.tsx';

export function useUploads(): readonly UploadProgress[] {
  const { uploads } = useServices();
  return useSyncExternalStore(uploads.subscribe, uploads.get);
}

export function UploadList() {
  const { replica } = useServices();
  const uploads = useUploads();
  return uploads.map((upload) => (
    <div key={upload.sha} className="fk-upload">
      <p className="fk-flat">{upload_line(upload)}</p>
      {upload.place === 'nowhere' ? (
        <Button size="compact-sm" variant="subtle" ml={-8} onClick={() => replica.forget_upload(upload.sha)}>Do not tell me again</Button>
      ) : (
        !upload.refused && <progress value={upload.sent} max={Math.max(1, upload.size)} aria-label="How far the upload is" />
      )}
    </div>
  ));
}
