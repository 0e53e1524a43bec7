// Puts the app together: the replica of this profile, a maker of engines, the address bar, and the screens on top.
import './styles.ts';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { theme } from '../ui/theme.ts';
import { App } from './app.tsx';
import { offer_new_version } from './actions.tsx';
import { connect } from './clients.ts';
import { is_mac } from './model/keyboard.ts';
import { empty_library, reduce_library, show_list } from './model/library_model.ts';
import { find_asking, Persistence } from './model/persistence.ts';
import { create_person } from './model/person.ts';
import { create_router } from './model/router.ts';
import { create_store } from './model/store.ts';
import { Workbench } from './model/workbench.ts';
import type { DeviceState, UploadProgress } from '../store/port.ts';
import type { Services } from './services.tsx';
import { ServicesProvider } from './services.tsx';

/** The nonce that the server put into this page; the browser hides it from `getAttribute`. */
function style_nonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? '';
}

async function run(root: HTMLElement): Promise<void> {
  const mac = is_mac(navigator.userAgent);
  const { on_new_version, ...clients } = await connect(mac);
  const library = create_store(empty_library, reduce_library);
  const uploads = create_store<readonly UploadProgress[], readonly UploadProgress[]>([], (_, news) => news);
  clients.replica.subscribe_uploads((news) => uploads.push(news));
  const device = create_store<DeviceState, DeviceState>({ stopped: undefined, detail: '', refused: undefined }, (_, news) => news);
  clients.replica.subscribe_device((news) => device.push(news));
  const services: Services = { ...clients, library, uploads, device, person: create_person(), workbench: new Workbench(clients.make_engine), router: create_router(window), beginnings: new Map(), persistence: new Persistence(find_asking(window)), mac };
  clients.replica.subscribe((news) => library.push(news));
  let shown: boolean | undefined;
  const tell_of_list = () => {
    const now = services.router.get().at !== 'design';
    if (now !== shown) show_list(clients.replica, now);
    shown = now;
  };
  tell_of_list();
  services.router.subscribe(tell_of_list);
  on_new_version(offer_new_version);
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={style_nonce}>
        <ServicesProvider value={services}>
          <App />
          <Notifications position="bottom-center" limit={3} />
        </ServicesProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root !== null) {
  run(root).catch((error: unknown) => {
    console.error(error);
    root.textContent = 'Flashkit could not start in this browser. Load the page again; if that does not help, try a current Chrome, Edge, Firefox or Safari.';
  });
}
