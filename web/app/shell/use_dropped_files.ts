import { useEffect, useEffectEvent, useState } from 'react';

/** Takes files that are dropped anywhere on the page, with where on the screen. Returns whether some hang over it now. */
export function useDroppedFiles(take: (files: readonly File[], place: { x: number; y: number }) => void): boolean {
  const [dragging, set_dragging] = useState(false);
  const on_files = useEffectEvent(take);
  useEffect(() => {
    let depth = 0;
    const has_files = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!has_files(event)) return;
      event.preventDefault();
      ++depth;
      set_dragging(true);
    };
    const over = (event: DragEvent) => {
      if (has_files(event)) event.preventDefault();
    };
    const leave = (event: DragEvent) => {
      if (has_files(event) && --depth <= 0) set_dragging(false);
    };
    const drop = (event: DragEvent) => {
      if (!has_files(event)) return;
      event.preventDefault();
      depth = 0;
      set_dragging(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) on_files(files, { x: event.clientX, y: event.clientY });
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return dragging;
}
