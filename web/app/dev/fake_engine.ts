// An engine that can just be looked at: one page of boxes, selection by click, moving, undo not at all.
import { create } from '@bufbuild/protobuf';
import type { NodeState } from '../../engine/generated/local_pb.ts';
import {
  ActionKind, BoardSchema, CameraSchema, DesignStateSchema, NodeStateSchema, OverlaySchema, PeersSchema, PointerPhase, SavingSchema, SavingState,
  SelectionSchema, TextEditingSchema,
} from '../../engine/generated/local_pb.ts';
import type { CommandKind, EngineClient, EventKind } from '../../engine/port.ts';

const node = (id: string, type: string, name: string, place: [number, number, number, number], values: Record<string, unknown>): NodeState =>
  create(NodeStateSchema, {
    node: id, type, name,
    placement: { x: place[0], y: place[1], width: place[2], height: place[3], rotation: 0 },
    properties: Object.entries({ opacity: 1, ...values }).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
  });

const text_style = { fontFamily: 'Montserrat', fontWeight: 'bold', fontStyle: 'normal', align: 'left', lineHeight: 1.1, letterSpacing: 0, textDecoration: '', textTransform: 'none' };

const first_nodes = () => [
  node('n1', 'figure', 'Sun', [560, 120, 480, 480], { subType: 'circle', fill: '#FFB547', stroke: '#000000', strokeWidth: 0, cornerRadius: 0 }),
  node('n2', 'figure', 'Hill', [60, 560, 640, 420], { subType: 'rect', fill: 'linear-gradient(90deg, #5B5BD6 0%, #9A99EE 100%)', stroke: '#000000', strokeWidth: 0, cornerRadius: 40 }),
  node('n3', 'text', '', [96, 1020, 860, 120], { ...text_style, text: 'Small makers market', fontSize: 88, fill: '#1B1D23' }),
  node('n4', 'image', 'Photo', [720, 700, 260, 260], { src: 'blob:x', cornerRadius: 24, flipX: false, flipY: false, cropX: 0.1, cropY: 0, cropWidth: 0.8, cropHeight: 1 }),
];

export function fake_engine(): EngineClient {
  const listeners = new Set<(event: EventKind) => void>();
  const page = { page: 'p1', width: 1080, height: 1350 };
  let nodes = first_nodes();
  let selected: string[] = [];
  let view = { width: 800, height: 600, ratio: 1 };
  let camera = { zoom: 0.4, x: 0, y: 0 };
  let name = 'Small makers market';
  let canvas: HTMLCanvasElement | undefined;
  let drag: { x: number; y: number } | undefined;

  const say = (event: EventKind) => {
    for (const listener of listeners) listener(event);
  };
  const value = (of: NodeState, key: string): unknown => JSON.parse(of.properties.find((each) => each.key === key)?.value ?? 'null');

  const paint_on = (context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D) => {
    context.fillStyle = '#F4F1FF';
    context.fillRect(0, 0, page.width, page.height);
    for (const each of nodes) {
      const box = each.placement;
      if (box === undefined) continue;
      const fill = value(each, 'fill');
      context.fillStyle = typeof fill === 'string' && fill.startsWith('#') ? fill : '#7C7CE4';
      context.beginPath();
      if (value(each, 'subType') === 'circle') context.ellipse(box.x + box.width / 2, box.y + box.height / 2, box.width / 2, box.height / 2, 0, 0, 7);
      else context.roundRect(box.x, box.y, box.width, each.type === 'text' ? 24 : box.height, 20);
      context.fill();
    }
  };
  const paint = () => {
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    canvas.width = view.width * view.ratio;
    canvas.height = view.height * view.ratio;
    context.setTransform(camera.zoom * view.ratio, 0, 0, camera.zoom * view.ratio, camera.x * view.ratio, camera.y * view.ratio);
    paint_on(context);
    context.strokeStyle = '#5B5BD6';
    context.lineWidth = 1.5 / camera.zoom;
    for (const each of nodes) if (selected.includes(each.node) && each.placement) context.strokeRect(each.placement.x, each.placement.y, each.placement.width, each.placement.height);
  };

  const say_all = () => {
    const chosen = nodes.filter((each) => selected.includes(each.node));
    const layers = [...nodes].reverse().map((each) => ({ node: each.node, type: each.type, label: each.name === '' ? String(value(each, 'text')) : each.name, visible: true, locked: false }));
    say({ case: 'design', value: create(DesignStateSchema, { name, pages: [{ ...page, background: '#F4F1FF', layers }], canUndo: true, colours: ['#1B1D23', '#5B5BD6', '#FFB547', '#F4F1FF'] }) });
    say({ case: 'selection', value: create(SelectionSchema, { nodes: chosen.map((each) => create(NodeStateSchema, each)), page: page.page }) });
    const box = chosen[0]?.placement;
    const frame = box === undefined ? {} : { frame: { x: box.x * camera.zoom + camera.x, y: box.y * camera.zoom + camera.y, width: box.width * camera.zoom, height: box.height * camera.zoom } };
    say({ case: 'overlay', value: create(OverlaySchema, { ...frame, handles: true }) });
    say({ case: 'camera', value: create(CameraSchema, { ...camera, settled: true }) });
    say({ case: 'saving', value: create(SavingSchema, { state: SavingState.SAVING_DEVICE }) });
    paint();
  };
  const fit = () => {
    const zoom = Math.min((view.width - 80) / page.width, (view.height - 80) / page.height);
    camera = { zoom, x: (view.width - page.width * zoom) / 2, y: (view.height - page.height * zoom) / 2 };
  };

  const point = (command: Extract<CommandKind, { case: 'pointer' }>['value']) => {
    const x = ((command.x ?? 0) - camera.x) / camera.zoom;
    const y = ((command.y ?? 0) - camera.y) / camera.zoom;
    if (command.phase === PointerPhase.POINTER_DOWN) {
      const hit = [...nodes].reverse().find(({ placement: p }) => p && x >= p.x && y >= p.y && x <= p.x + p.width && y <= p.y + p.height);
      selected = hit ? [hit.node] : [];
      drag = { x, y };
      say_all();
    } else if (command.phase === PointerPhase.POINTER_UP) {
      drag = undefined;
    } else if (drag !== undefined && selected.length > 0) {
      for (const each of nodes) {
        if (each.placement && selected.includes(each.node)) {
          each.placement.x += x - drag.x;
          each.placement.y += y - drag.y;
        }
      }
      drag = { x, y };
      say_all();
    }
  };

  const dispatch = (command: CommandKind) => {
    switch (command.case) {
      case 'open':
        say({ case: 'board', value: create(BoardSchema, { pages: [{ ...page, version: 1n }] }) });
        say({ case: 'peers', value: create(PeersSchema, { peers: [{ peer: 'a', name: 'Asha', colour: 0xc2410c }, { peer: 'b', name: 'Guest 4', colour: 0x0f766e }] }) });
        say({ case: 'textEditing', value: create(TextEditingSchema, {}) });
        break;
      case 'viewport':
        view = { width: command.value.width ?? 800, height: command.value.height ?? 600, ratio: command.value.pixelRatio ?? 1 };
        fit();
        break;
      case 'pinch': {
        const { x = 0, y = 0, scale = 1 } = command.value;
        camera = { zoom: camera.zoom * scale, x: x - (x - camera.x) * scale, y: y - (y - camera.y) * scale };
        break;
      }
      case 'rename':
        name = command.value.name ?? name;
        break;
      case 'select':
        selected = command.value.nodes ?? [];
        break;
      case 'pointer':
        point(command.value);
        return;
      case 'setProperties':
        for (const each of nodes.filter(({ node: id }) => selected.includes(id)))
          for (const change of command.value.properties ?? []) {
            const old = each.properties.find(({ key }) => key === change.key);
            if (old) old.value = change.value ?? '';
          }
        break;
      case 'action':
        if (command.value.kind === ActionKind.ACTION_DELETE) nodes = nodes.filter((each) => !selected.includes(each.node));
        if (command.value.kind === ActionKind.ACTION_ZOOM_FIT) fit();
        break;
      default:
        return;
    }
    say_all();
  };

  return {
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settled: () => Promise.resolve(),
    attach_canvas: (element) => {
      canvas = element;
      paint();
    },
    thumbnail: (_page, width) => {
      const small = new OffscreenCanvas(width, (width * page.height) / page.width);
      const context = small.getContext('2d');
      context?.scale(width / page.width, width / page.width);
      if (context) paint_on(context);
      return Promise.resolve(small.transferToImageBitmap());
    },
    dispose: () => listeners.clear(),
  };
}
