// Changing the selected elements from the inspector.
import type { NodeState } from '../../../engine/generated/local_pb.ts';
import type { Json } from '../../model/properties.ts';
import { property } from '../../model/properties.ts';
import { useEditor } from '../context.ts';

export interface PartProps {
  nodes: readonly NodeState[];
  colours: readonly string[];
}

type Measure = 'x' | 'y' | 'width' | 'height' | 'rotation';

/** With `live` the hand is still moving: shown at once, kept when it ends. */
export function useSelected() {
  const { dispatch } = useEditor();
  return {
    set: (key: string, value: Json, live = false) => dispatch({ case: 'setProperties', value: { properties: [property(key, value)], live } }),
    set_many: (values: Readonly<Record<string, Json>>) =>
      dispatch({ case: 'setProperties', value: { properties: Object.entries(values).map(([key, value]) => property(key, value)) } }),
    place: (measure: Measure, value: number, live: boolean) => dispatch({ case: 'setPlacement', value: { [measure]: value, live } }),
  };
}
