// Whether this browser had designs when Home was left last: only then it offers what belongs above them before they are read.

const place = 'flashkit.been_here';

export function been_here(): boolean {
  try {
    return window.localStorage.getItem(place) !== null;
  } catch {
    return false; // storage is refused: then there are no designs either
  }
}

export function remember_been_here(here: boolean): void {
  try {
    if (here) window.localStorage.setItem(place, '1');
    else window.localStorage.removeItem(place);
  } catch {
    // As above.
  }
}
