// A file that the server makes of the design: first the cloud has to have all of it, then the server draws.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ActionKind } from '../../engine/generated/local_pb.ts';
import type { InTheWay } from '../model/reaching_cloud.ts';
import { until_in_cloud } from '../model/reaching_cloud.ts';
import { useServices } from '../services.tsx';
import type { Editor } from './context.ts';
import { useEditor } from './context.ts';
import { save_file } from './save_file.ts';

export type Failed = InTheWay | 'failed' | 'late' | 'denied';

export interface Job {
  format: string;
  /** `sending`: to the cloud, `drawing`: there; otherwise why it went no further. */
  at: 'sending' | 'drawing' | Failed;
  /** It takes longer than a person takes for at once. */
  slow: boolean;
}

const at_once_ms = 400;

const drawing_patience_ms = 120_000;

function file_name(name: string, ending: string): string {
  const plain = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  return `${plain === '' ? 'design' : plain}.${ending}`;
}

/** Nothing when the file was handed to the browser. */
async function draw({ document: id, capability, model }: Editor, format: string, signal: AbortSignal): Promise<Failed | undefined> {
  const { design, selection } = model.get();
  const page = Math.max(1, 1 + (design?.pages.findIndex((each) => each.page === selection?.page) ?? 0));
  const wanted = format === 'pdf' ? '' : `?page=${page}`;
  const headers: HeadersInit = capability === '' ? {} : { 'X-Flashkit-Capability': capability };
  const patience = AbortSignal.timeout(drawing_patience_ms);
  try {
    const answer = await fetch(`/api/v1/documents/${id}/export.${format}${wanted}`, { headers, signal: AbortSignal.any([signal, patience]) });
    if ([401, 403, 404].includes(answer.status)) return 'denied';
    if (!answer.ok) return 'failed';
    save_file(file_name(design?.name ?? '', format), await answer.blob());
    return undefined;
  } catch {
    return patience.aborted ? 'late' : 'failed';
  }
}

/** One file at a time. `begin` without `all` makes it of what the cloud has now. */
export function useExportJob() {
  const editor = useEditor();
  const { uploads } = useServices();
  const [job, set_job] = useState<Job>();
  const under_way = useRef<AbortController>(undefined);

  const end = useCallback(() => {
    under_way.current?.abort();
    under_way.current = undefined;
    set_job(undefined);
  }, []);
  useEffect(() => () => under_way.current?.abort(), []);

  const begin = async (format: string, all: boolean) => {
    end();
    const mine = new AbortController();
    under_way.current = mine;
    const given_up = () => mine.signal.aborted;
    const say = (at: Job['at']) => {
      if (!given_up()) set_job((old) => ({ format, at, slow: old?.slow ?? false }));
    };
    setTimeout(() => {
      if (!given_up()) set_job((old) => old && { ...old, slow: true });
    }, at_once_ms);
    if (all) {
      say('sending');
      editor.act(ActionKind.ACTION_STORE);
      await editor.engine.settled();
      const why = await until_in_cloud({ model: editor.model, uploads, signal: mine.signal });
      if (why !== undefined) {
        say(why);
        return;
      }
    }
    if (given_up()) return;
    say('drawing');
    const failed = await draw(editor, format, mine.signal);
    if (given_up()) return;
    if (failed === undefined) end();
    else say(failed);
  };
  return { job, begin, end };
}
