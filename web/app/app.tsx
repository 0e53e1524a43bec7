// Which screen the address asks for. Home and the editor are separate downloads.
import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { ErrorBoundary } from '../ui/error_boundary.tsx';
import { useStore } from './model/store.ts';
import { useServices } from './services.tsx';
import { Shell } from './shell/shell.tsx';
import { Palette } from './shell/palette.tsx';
import { StoppedNotice } from './shell/stopped_notice.tsx';

const Home = lazy(() => import('./home/home.tsx').then((module) => ({ default: module.Home })));
const Trash = lazy(() => import('./home/trash.tsx').then((module) => ({ default: module.Trash })));
const Editor = lazy(() => import('./editor/editor.tsx').then((module) => ({ default: module.Editor })));

function Broken() {
  return (
    <div className="fk-empty">
      <strong>This part of Flashkit stopped</strong>
      What the chip called saved is safe. Load the page again to go on.
      <Button mt={16} onClick={() => window.location.reload()}>Load again</Button>
    </div>
  );
}

export function App() {
  const { router } = useServices();
  const at = useStore(router, (state) => state.at);
  return (
    <>
      <ErrorBoundary key={at} instead={<Broken />}>
        <Screen />
      </ErrorBoundary>
      <StoppedNotice />
    </>
  );
}

function Screen() {
  const { router } = useServices();
  const route = useStore(router, (state) => state);
  switch (route.at) {
    case 'design':
      return (
        <Suspense>
          <Editor key={route.document} document={route.document} capability={route.capability} />
        </Suspense>
      );
    case 'home':
    case 'trash':
      return (
        <Shell>
          <Suspense>{route.at === 'home' ? <Home /> : <Trash />}</Suspense>
          <Palette />
        </Shell>
      );
    case 'nowhere':
      return (
        <Shell>
          <div className="fk-empty">
            <strong>There is nothing at this address</strong>
            If someone sent it to you, ask for the whole address: it ends in a long row of letters and digits.
            <Button mt={16} onClick={() => router.go({ at: 'home' })}>Go to Home</Button>
          </div>
          <Palette />
        </Shell>
      );
  }
}
