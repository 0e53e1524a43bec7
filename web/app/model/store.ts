// The smallest store that React can follow: a value, a reducer, listeners. No library.
import { useSyncExternalStore } from 'react';

export interface Readable<State> {
  get: () => State;
  subscribe: (listener: () => void) => () => void;
}

export interface Store<State, News> extends Readable<State> {
  push: (news: News) => void;
}

/** Keeps one state; what the reducer returns unchanged wakes nobody. */
export function create_store<State, News>(first: State, reduce: (state: State, news: News) => State): Store<State, News> {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    push: (news) => {
      const next = reduce(state, news);
      if (Object.is(next, state)) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

/** A part of a store's state. The selector must give the same thing for the same state (no fresh objects). */
export function useStore<State, Part>(store: Readable<State>, select: (state: State) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
