// A question before work would be lost with the tab: what the editor says of its own, and pictures that are only here.
import { useEffect, useEffectEvent } from 'react';
import { would_lose_pictures } from '../model/uploads.ts';
import { useServices } from '../services.tsx';

/** `loses` says at that moment whether the screen's own work would be lost. */
export function useLeaveQuestion(loses: () => boolean): void {
  const { uploads } = useServices();
  const ask = useEffectEvent((event: BeforeUnloadEvent) => {
    if (loses() || would_lose_pictures(uploads.get())) event.preventDefault();
  });
  useEffect(() => {
    const hear = (event: BeforeUnloadEvent) => ask(event);
    window.addEventListener('beforeunload', hear);
    return () => window.removeEventListener('beforeunload', hear);
  }, []);
}
