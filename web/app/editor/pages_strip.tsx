// The pages below the canvas: pictures in reserved frames, drag to reorder, plus at the end.
import { Menu } from '@mantine/core';
import IconEarlier from 'icons/ArrowLeft';
import IconLater from 'icons/ArrowRight';
import IconCopy from 'icons/Copy';
import IconDots from 'icons/Dots';
import IconFold from 'icons/ChevronDown';
import IconUnfold from 'icons/ChevronUp';
import IconPlus from 'icons/Plus';
import IconTrash from 'icons/Trash';
import { useEffect, useRef, useState } from 'react';
import type { PageState } from '../../engine/generated/local_pb.ts';
import { ActionKind } from '../../engine/generated/local_pb.ts';
import { IconButton } from '../../ui/icon_button.tsx';
import { useReorder } from '../../ui/reorder.ts';
import { fit_into } from '../../ui/size.ts';
import { useEditor, useEditorModel } from './context.ts';

const no_pages: readonly PageState[] = [];
const frame = { width: 88, height: 64 };

interface ThumbnailProps {
  page: string;
  width: number;
  height: number;
  /** The picture stays as it is, whatever the page becomes. */
  held?: boolean;
}

/** Asks for a new picture a moment after the page changed, one at a time. */
export function Thumbnail({ page, width, height, held = false }: ThumbnailProps) {
  const { engine } = useEditor();
  const canvas = useRef<HTMLCanvasElement>(null);
  const version = useEditorModel((model) => model.board.find((each) => each.page === page)?.version ?? 0n);
  useEffect(() => {
    if (held) return undefined;
    let gone = false;
    const timer = setTimeout(() => {
      void engine.thumbnail(page, Math.round(width * window.devicePixelRatio)).then((picture) => {
        const element = canvas.current;
        if (gone || picture === undefined || element === null) return picture?.close();
        element.width = picture.width;
        element.height = picture.height;
        element.getContext('2d')?.drawImage(picture, 0, 0);
        picture.close();
        return undefined;
      });
    }, 250);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [engine, page, version, width, held]);
  return <canvas ref={canvas} className="fk-thumb-picture" style={{ width, height }} aria-hidden />;
}

function PageTile({ page, index, current, read_only }: { page: PageState; index: number; current: boolean; read_only: boolean }) {
  const { act, dispatch, model } = useEditor();
  const count = useEditorModel((state) => state.design?.pages.length ?? 0);
  const several = count > 1;
  /** Before the page that then stands at `place` of the others; behind the last where there is none. */
  const move_to = (place: number) => {
    const others = model.get().design?.pages.filter((each) => each.page !== page.page) ?? no_pages;
    dispatch({ case: 'moveNode', value: { node: page.page, before: others[place]?.page ?? '' } });
  };
  return (
    <>
      <button type="button" className="fk-thumb" aria-label={`Page ${index + 1}`} {...(current ? { 'aria-current': 'page' } : {})} onClick={() => act(ActionKind.ACTION_PAGE_SHOW, page.page)}>
        <Thumbnail page={page.page} {...fit_into(page.width, page.height, frame.width, frame.height)} />
      </button>
      <span className="fk-thumb-number fk-number">{index + 1}</span>
      {!read_only && (
        <Menu position="top-start">
          <Menu.Target>
            <IconButton className="fk-thumb-more" label={`More for page ${index + 1}`}><IconDots size={16} /></IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy size={16} stroke={1.6} />} onClick={() => act(ActionKind.ACTION_PAGE_DUPLICATE, page.page)}>Duplicate</Menu.Item>
            <Menu.Item leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => act(ActionKind.ACTION_PAGE_ADD, page.page)}>Add a page after it</Menu.Item>
            {index > 0 && <Menu.Item leftSection={<IconEarlier size={16} stroke={1.6} />} onClick={() => move_to(index - 1)}>Move earlier</Menu.Item>}
            {index < count - 1 && <Menu.Item leftSection={<IconLater size={16} stroke={1.6} />} onClick={() => move_to(index + 1)}>Move later</Menu.Item>}
            {several && <Menu.Item leftSection={<IconTrash size={16} stroke={1.6} />} onClick={() => act(ActionKind.ACTION_PAGE_DELETE, page.page)}>Delete</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

export function PagesStrip() {
  const { act, dispatch } = useEditor();
  const [folded, set_folded] = useState(false);
  const pages = useEditorModel((model) => model.design?.pages ?? no_pages);
  const current = useEditorModel((model) => model.selection?.page);
  const read_only = useEditorModel((model) => model.design?.readOnly ?? true);
  const reorder = useReorder('x', ({ item, before }) => dispatch({ case: 'moveNode', value: { node: item, before } }));
  const last = pages[pages.length - 1]?.page;
  return (
    <div className="fk-strip" data-folded={folded}>
      <IconButton label={folded ? 'Show the pages' : 'Hide the pages'} onClick={() => set_folded(!folded)}>
        {folded ? <IconUnfold size={16} stroke={1.6} /> : <IconFold size={16} stroke={1.6} />}
      </IconButton>
      {folded ? (
        <span className="fk-quiet fk-number">{pages.length === 1 ? '1 page' : `${pages.length} pages`}</span>
      ) : (
        <ol className="fk-pages" aria-label="Pages">
          {pages.map((page, index) => (
            <li key={page.page} {...(read_only ? {} : reorder.handlers(page.page))}>
              <PageTile page={page} index={index} current={page.page === current} read_only={read_only} />
            </li>
          ))}
          {!read_only && (
            <li data-drop={reorder.at_end}>
              <button type="button" className="fk-thumb fk-thumb-add" aria-label="Add a page" title="Add a page" onClick={() => (last === undefined ? act(ActionKind.ACTION_PAGE_ADD) : act(ActionKind.ACTION_PAGE_ADD, last))}>
                <IconPlus size={18} stroke={1.6} />
              </button>
            </li>
          )}
        </ol>
      )}
    </div>
  );
}
