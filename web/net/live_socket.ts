// The live connection: one WebSocket at a time, binary frames, no decision. When to try again is the replica's business.

const going_away = 1001;

export interface SocketListener {
  connected(attempt: bigint): void;
  frame(attempt: bigint, bytes: Uint8Array): void;
  /** `goingAway`: the server said that it stops. */
  disconnected(attempt: bigint, goingAway: boolean): void;
}

export class LiveSocket {
  private readonly address_: string;
  private readonly listener_: SocketListener;
  private socket_: { readonly socket: WebSocket; readonly attempt: bigint } | undefined;

  constructor(origin: string, listener: SocketListener) {
    this.address_ = `${origin.replace(/^http/, 'ws')}/api/v1/live`;
    this.listener_ = listener;
  }

  connect(attempt: bigint): void {
    this.drop();
    const socket = new WebSocket(this.address_);
    socket.binaryType = 'arraybuffer';
    this.socket_ = { socket, attempt };
    socket.onopen = () => this.listener_.connected(attempt);
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) this.listener_.frame(attempt, new Uint8Array(data));
    };
    socket.onclose = ({ code }) => {
      if (this.socket_?.attempt === attempt) this.socket_ = undefined;
      this.listener_.disconnected(attempt, code === going_away);
    };
  }

  send(attempt: bigint, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.socket_?.attempt === attempt && this.socket_.socket.readyState === WebSocket.OPEN) this.socket_.socket.send(bytes);
  }

  disconnect(attempt: bigint): void {
    if (this.socket_?.attempt === attempt) this.drop();
  }

  private drop(): void {
    this.socket_?.socket.close();
    this.socket_ = undefined;
  }
}
