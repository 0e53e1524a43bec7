// A gradient's stops on a bar, its angle, and the colour of the chosen stop.
import { Button } from '@mantine/core';
import type { PointerEvent } from 'react';
import { useRef, useState } from 'react';
import type { Gradient, Stop } from './colour.ts';
import { write_gradient } from './colour.ts';
import { ColourPanel } from './colour_panel.tsx';
import { NumberField } from './number_field.tsx';

interface GradientPanelProps {
  gradient: Gradient;
  known: readonly string[];
  on_change: (gradient: Gradient, live: boolean) => void;
}

export function GradientPanel({ gradient, known, on_change }: GradientPanelProps) {
  const [chosen, set_chosen] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  const dragged = useRef<Gradient | undefined>(undefined);
  const index = Math.min(chosen, gradient.stops.length - 1);
  const stop = gradient.stops[index];

  const with_stop = (changed: Partial<Stop>): Gradient => ({
    ...gradient,
    stops: gradient.stops.map((old, i) => (i === index ? { ...old, ...changed } : old)),
  });

  const place_of = (event: PointerEvent): number => {
    const box = bar.current?.getBoundingClientRect();
    if (box === undefined) return 0;
    return Math.round(Math.min(100, Math.max(0, ((event.clientX - box.left) / box.width) * 100)));
  };

  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    dragged.current = with_stop({ at: place_of(event) });
    on_change(dragged.current, true);
  };

  const add = () => {
    const stops = [...gradient.stops].sort((a, b) => a.at - b.at);
    const last = stops[stops.length - 1];
    const before = stops[stops.length - 2];
    if (last === undefined || before === undefined) return;
    on_change({ ...gradient, stops: [...gradient.stops, { colour: last.colour, at: (last.at + before.at) / 2 }] }, false);
    set_chosen(gradient.stops.length);
  };

  return (
    <>
      <div ref={bar} className="fk-gradient-bar" style={{ backgroundImage: write_gradient({ ...gradient, angle: 90 }) }}>
        {gradient.stops.map((each, i) => (
          <button
            key={i}
            type="button"
            className="fk-gradient-stop"
            aria-label={`Stop ${i + 1} at ${Math.round(each.at)} %`}
            aria-pressed={i === index}
            style={{ left: `${each.at}%`, backgroundColor: each.colour }}
            onPointerDown={(event) => {
              set_chosen(i);
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={(event) => i === index && drag(event)}
            onPointerUp={() => {
              if (dragged.current) on_change(dragged.current, false);
              dragged.current = undefined;
            }}
            onFocus={() => set_chosen(i)}
          />
        ))}
      </div>
      <div className="fk-pair" style={{ marginBottom: 12 }}>
        <NumberField label="Angle" mark="∠" unit="°" value={gradient.angle} on_change={(angle, live) => on_change({ ...gradient, angle }, live)} />
        <NumberField label="Place of the stop" mark="↔" unit="%" least={0} most={100} decimals={0} value={stop?.at} on_change={(at, live) => on_change(with_stop({ at }), live)} />
      </div>
      {stop && <ColourPanel value={stop.colour} known={known} on_change={(colour, live) => on_change(with_stop({ colour }), live)} />}
      <div className="fk-pair" style={{ marginTop: 12 }}>
        <Button variant="default" size="xs" onClick={add}>Add stop</Button>
        <Button
          variant="default"
          size="xs"
          disabled={gradient.stops.length < 3}
          onClick={() => on_change({ ...gradient, stops: gradient.stops.filter((_, i) => i !== index) }, false)}
        >
          Remove stop
        </Button>
      </div>
    </>
  );
}
