// Home: sizes to start from, then what was worked on last. The first visit offers three ways in and nothing else.
import { Modal, Skeleton } from '@mantine/core';
import IconDimensions from 'icons/Dimensions';
import { useEffect, useState } from 'react';
import { start_design } from '../actions.tsx';
import { presets } from '../data/presets.ts';
import { to_hex } from '../model/ids.ts';
import { designs } from '../model/library_model.ts';
import { useStore } from '../model/store.ts';
import { useLibrary, useServices } from '../services.tsx';
import { CustomSize } from '../shell/custom_size.tsx';
import { PresetShape } from '../shell/preset_shape.tsx';
import { been_here, remember_been_here } from './been_here.ts';
import { DesignCard } from './design_card.tsx';
import { FirstVisit } from './first_visit.tsx';
import './home.css';

function Presets() {
  const services = useServices();
  const [asking_size, set_asking_size] = useState(false);
  return (
    <div className="fk-presets" role="group" aria-label="Start a design">
      {presets.map((preset) => (
        <button
          key={preset.id}
          type="button"
          className="fk-preset"
          onClick={() => start_design(services, { source: { case: 'fresh', value: preset }, name: `${preset.platform} ${preset.name.toLowerCase()}` })}
        >
          <span className="fk-preset-box"><PresetShape preset={preset} box={88} /></span>
          <span>{preset.platform}</span>
          <span>{preset.name.toLowerCase()}</span>
          <small className="fk-quiet fk-number">{preset.width} × {preset.height}</small>
        </button>
      ))}
      <button type="button" className="fk-preset" onClick={() => set_asking_size(true)}>
        <span className="fk-preset-box"><span className="fk-preset-shape" data-custom><IconDimensions size={22} stroke={1.6} /></span></span>
        <span>Custom size</span>
        <small className="fk-quiet">Your own</small>
      </button>
      <Modal opened={asking_size} onClose={() => set_asking_size(false)} title="Custom size" size={320}>
        <CustomSize />
      </Modal>
    </div>
  );
}

export function Home() {
  const rows = useLibrary((model) => model.rows);
  const stopped = useStore(useServices().device, (state) => state.stopped !== undefined);
  const [now] = useState(() => Date.now());
  const [expected] = useState(been_here);
  useEffect(() => {
    if (rows !== undefined) remember_been_here(rows.length > 0);
  }, [rows]);
  // Nothing is on its way then, and the notice above says so.
  if (rows === undefined && stopped) return <div className="fk-page" />;
  if (rows === undefined && !expected) return <div className="fk-page" aria-busy />;
  if (rows !== undefined && rows.length === 0) return <FirstVisit />;
  const recent = rows === undefined ? undefined : designs(rows, false);
  return (
    <div className="fk-page">
      <h1 className="fk-hidden-label">Home</h1>
      <Presets />
      <h2 className="fk-heading">Recent</h2>
      {recent?.length === 0 && (
        <div className="fk-empty">
          <strong>No designs here</strong>
          Choose a size above, or restore one from the trash.
        </div>
      )}
      <div className="fk-grid" aria-busy={recent === undefined}>
        {recent === undefined
          ? [0, 1, 2, 3, 4, 5].map((i) => (
              <div key={i} className="fk-card">
                <Skeleton className="fk-preview" radius={8} />
                <Skeleton height={12} width="60%" mt={12} mb={8} />
                <Skeleton height={10} width="35%" />
              </div>
            ))
          : recent.map((row) => <DesignCard key={to_hex(row.document)} row={row} now={now} />)}
      </div>
    </div>
  );
}
