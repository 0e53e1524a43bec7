// Reading what the selected elements have in common. Values come as JSON texts and are unknown until looked at.
import type { NodeState, PropertyValue } from '../../engine/generated/local_pb.ts';

function value_of(node: NodeState, key: string): unknown {
  const text = node.properties.find((property) => property.key === key)?.value;
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The text that all of them have; undefined when they differ or lack it. */
export function common_text(nodes: readonly NodeState[], key: string): string | undefined {
  const [first, ...others] = nodes.map((node) => value_of(node, key));
  return typeof first === 'string' && others.every((other) => other === first) ? first : undefined;
}

/** Numbers, also those written as text ("1.5"), as old designs have them. */
export function common_number(nodes: readonly NodeState[], key: string): number | undefined {
  const [first, ...others] = nodes.map((node) => {
    const value = value_of(node, key);
    return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  });
  return typeof first === 'number' && Number.isFinite(first) && others.every((other) => other === first) ? first : undefined;
}

/** True when all of them say true. */
export function common_flag(nodes: readonly NodeState[], key: string): boolean {
  return nodes.length > 0 && nodes.every((node) => value_of(node, key) === true);
}

export type Dash = 'solid' | 'dashed' | 'dotted';

/** As the inspector makes them, in thicknesses of the line. */
export const dashes: Readonly<Record<Dash, readonly number[]>> = { solid: [], dashed: [3, 2], dotted: [1, 1] };

/** Dots are no longer than the line is thick; whatever other pattern a line has counts as dashed. */
export function common_dash(nodes: readonly NodeState[]): Dash | undefined {
  const [first, ...others] = nodes.map((node): Dash | undefined => {
    const value = value_of(node, 'dash');
    if (!Array.isArray(value)) return undefined;
    const drawn: unknown = value[0];
    if (drawn === undefined) return 'solid';
    return typeof drawn === 'number' && drawn <= 1 ? 'dotted' : 'dashed';
  });
  return others.every((other) => other === first) ? first : undefined;
}

type Measure = 'x' | 'y' | 'width' | 'height' | 'rotation';

export function common_measure(nodes: readonly NodeState[], measure: Measure): number | undefined {
  const [first, ...others] = nodes.map((node) => node.placement?.[measure]);
  return first !== undefined && others.every((other) => other === first) ? first : undefined;
}

export type Json = string | number | boolean | readonly Json[];

/** One property as the engine takes it. */
export function property(key: string, value: Json): Pick<PropertyValue, 'key' | 'value'> {
  return { key, value: JSON.stringify(value) };
}

/** True when every selected element is of one of these types. */
export function all_are(nodes: readonly NodeState[], ...types: readonly string[]): boolean {
  return nodes.length > 0 && nodes.every((node) => types.includes(node.type));
}
