// The left side: a column of tabs and the panel of the chosen one. Pressing the chosen tab again folds the panel away.
import IconLayers from 'icons/Stack2';
import IconPhoto from 'icons/Photo';
import IconShapes from 'icons/Triangle';
import IconText from 'icons/Typography';
import type { ReactNode } from 'react';
import { ImagesPanel, ShapesPanel, TextPanel } from './insert_panels.tsx';
import { LayersPanel } from './layers_panel.tsx';

export type PanelName = 'text' | 'shapes' | 'images' | 'layers';

export const panel_tabs: readonly { name: PanelName; label: string; icon: ReactNode }[] = [
  { name: 'text', label: 'Text', icon: <IconText size={20} stroke={1.5} /> },
  { name: 'shapes', label: 'Shapes', icon: <IconShapes size={20} stroke={1.5} /> },
  { name: 'images', label: 'Images', icon: <IconPhoto size={20} stroke={1.5} /> },
  { name: 'layers', label: 'Layers', icon: <IconLayers size={20} stroke={1.5} /> },
];

export function PanelContent({ name, done }: { name: PanelName; done: () => void }) {
  switch (name) {
    case 'text':
      return <TextPanel done={done} />;
    case 'shapes':
      return <ShapesPanel done={done} />;
    case 'images':
      return <ImagesPanel done={done} />;
    case 'layers':
      return <LayersPanel />;
  }
}

const nothing = () => undefined;

export function LeftPanel({ chosen, choose }: { chosen: PanelName | undefined; choose: (name: PanelName | undefined) => void }) {
  return (
    <div className="fk-left">
      <div className="fk-tabs" role="tablist" aria-orientation="vertical" aria-label="Add and arrange">
        {panel_tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            className="fk-tab"
            id={`fk-tab-${tab.name}`}
            aria-selected={chosen === tab.name}
            aria-controls="fk-left-panel"
            onClick={() => choose(chosen === tab.name ? undefined : tab.name)}
          >
            {tab.icon}
            {tab.label}
          </button>
        ))}
      </div>
      {chosen !== undefined && (
        <div className="fk-panel" id="fk-left-panel" role="tabpanel" aria-labelledby={`fk-tab-${chosen}`}>
          <h2 className="fk-panel-title">{panel_tabs.find((tab) => tab.name === chosen)?.label}</h2>
          <PanelContent name={chosen} done={nothing} />
        </div>
      )}
    </div>
  );
}
