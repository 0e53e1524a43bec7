// Display-list paths on anything that takes path calls.
import type { DisplayList } from './display_list.ts';

export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
  closePath(): void;
  rect(x: number, y: number, width: number, height: number): void;
}

interface Words {
  word(index: number): number;
  real(index: number): number;
}

/** Reads the path at `at` and gives the index of what follows it. */
export function trace_path(words: Words, at: number, sink: PathSink): number {
  const end = at + 1 + words.word(at);
  let i = at + 1;
  while (i < end) {
    switch (words.word(i)) {
      case 0:
        sink.moveTo(words.real(i + 1), words.real(i + 2));
        i += 3;
        break;
      case 1:
        sink.lineTo(words.real(i + 1), words.real(i + 2));
        i += 3;
        break;
      case 2:
        sink.bezierCurveTo(
          words.real(i + 1),
          words.real(i + 2),
          words.real(i + 3),
          words.real(i + 4),
          words.real(i + 5),
          words.real(i + 6),
        );
        i += 7;
        break;
      case 3:
        sink.closePath();
        i += 1;
        break;
      case 4:
        sink.rect(words.real(i + 1), words.real(i + 2), words.real(i + 3), words.real(i + 4));
        i += 5;
        break;
      default:
        return end;
    }
  }
  return end;
}

export interface Paint {
  readonly style: string | CanvasGradient;
  /** No gradient, and nothing shines through. */
  readonly flat: boolean;
  readonly after: number;
}

const hex = (colour: number): string => `#${colour.toString(16).padStart(8, '0')}`;

export function read_paint(list: DisplayList, at: number, context: OffscreenCanvasRenderingContext2D): Paint {
  if (list.word(at) === 0) {
    const colour = list.word(at + 1);
    return { style: hex(colour), flat: (colour & 0xff) === 0xff, after: at + 2 };
  }
  const gradient = context.createLinearGradient(list.real(at + 1), list.real(at + 2), list.real(at + 3), list.real(at + 4));
  const count = list.word(at + 5);
  for (let stop = 0; stop < count; stop++) {
    const offset = Math.min(1, Math.max(0, list.real(at + 6 + stop * 2)));
    gradient.addColorStop(offset, hex(list.word(at + 7 + stop * 2)));
  }
  return { style: gradient, flat: false, after: at + 6 + count * 2 };
}
