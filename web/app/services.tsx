// What the screens work with. Made once in main.tsx and handed down; there is no module-level state.
import { createContext, useContext } from 'react';
import type { EngineClient } from '../engine/port.ts';
import type { OpenDesign } from '../engine/generated/local_pb.ts';
import type { DeviceState, ReplicaClient, ReplicaNews, UploadProgress } from '../store/port.ts';
import type { LibraryModel } from './model/library_model.ts';
import type { Persistence } from './model/persistence.ts';
import type { Person } from './model/person.ts';
import type { Route } from './model/route.ts';
import type { Readable, Store } from './model/store.ts';
import type { Workbench } from './model/workbench.ts';
import { useStore } from './model/store.ts';

/** What a new design is made of. */
export interface Beginning {
  source: Extract<OpenDesign['source'], { case: 'polotnoJson' }> | { case: 'fresh'; value: { width: number; height: number } };
  name: string;
}

export interface Router extends Readable<Route> {
  go: (route: Route) => void;
}

export interface Services {
  replica: ReplicaClient;
  library: Store<LibraryModel, ReplicaNews>;
  /** Pictures on their way to the cloud. */
  uploads: Readable<readonly UploadProgress[]>;
  /** How this tab's part of the device fares. */
  device: Readable<DeviceState>;
  /** Who the others see here. */
  person: Store<Person, Partial<Person>>;
  router: Router;
  make_engine: () => EngineClient;
  /** For work on designs that are not open. */
  workbench: Workbench;
  /** Names of the font families that designs can use, in the order in which they are offered. */
  families: () => Promise<readonly string[]>;
  /** Fetches the usual faces of a family that is in use, so that bold and italic are there without a network. */
  keep_family: (name: string) => Promise<void>;
  /** Beginnings of designs that were asked for and not yet opened, by document (hex). */
  beginnings: Map<string, Beginning>;
  persistence: Persistence;
  mac: boolean;
}

const ServicesContext = createContext<Services | undefined>(undefined);
export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('No services above this component.');
  return services;
}

export function useLibrary<Part>(select: (model: LibraryModel) => Part): Part {
  return useStore(useServices().library, select);
}
