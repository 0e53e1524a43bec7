import { useEffect, useEffectEvent, useState } from 'react';

/** Takes a file that is dropped anywhere on the page. Returns whether one hangs over it now. */
export function useDroppedFile(take: (file: File) => void): boolean {
  const [dragging, set_dragging] = useState(false);
  const on_file = useEffectEvent(take);
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
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) on_file(file);
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
