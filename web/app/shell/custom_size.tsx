import { Button } from '@mantine/core';
import { useState } from 'react';
import { NumberField } from '../../ui/number_field.tsx';
import { start_design } from '../actions.tsx';
import { page_least, page_most } from '../data/presets.ts';
import { useServices } from '../services.tsx';

/** Asks for the size of a page and starts a design with it. */
export function CustomSize() {
  const services = useServices();
  const [width, set_width] = useState(1080);
  const [height, set_height] = useState(1350);
  return (
    <form
      className="fk-rows"
      onSubmit={(event) => {
        event.preventDefault();
        start_design(services, { source: { case: 'fresh', value: { width, height } }, name: 'Untitled' });
      }}
    >
      <div className="fk-pair">
        <NumberField label="Width" mark="W" unit="px" least={page_least} most={page_most} decimals={0} value={width} on_change={set_width} />
        <NumberField label="Height" mark="H" unit="px" least={page_least} most={page_most} decimals={0} value={height} on_change={set_height} />
      </div>
      <Button type="submit">Create</Button>
    </form>
  );
}
