// The replica's side of the channels: who is there, and what they say.
import type { Profile, ToTab } from '../store/link.ts';
import { everyone_channel, read_to_replica, replica_channel, tab_channel, tab_lock } from '../store/link.ts';

export interface TabListener {
  message(tab: string, bytes: Uint8Array): void;
  closed(tab: string): void;
}

export class Tabs {
  private readonly profile_: Profile;
  private readonly listener_: TabListener;
  private readonly epoch_ = crypto.randomUUID();
  private readonly incoming_: BroadcastChannel;
  private readonly everyone_: BroadcastChannel;
  private readonly tabs_ = new Map<string, { readonly channel: BroadcastChannel; readonly epoch: string }>();
  private readonly gone_ = new Set<string>();

  /** Tells every tab that a replica is there; they answer by saying again what was never answered. */
  constructor(profile: Profile, listener: TabListener) {
    this.profile_ = profile;
    this.listener_ = listener;
    this.incoming_ = new BroadcastChannel(replica_channel(profile));
    this.everyone_ = new BroadcastChannel(everyone_channel(profile));
    this.incoming_.onmessage = ({ data }) => this.receive(data);
    this.announce(this.everyone_, this.epoch_);
  }

  send(tab: string, bytes: Uint8Array): void {
    const to = this.tabs_.get(tab);
    if (to === undefined) return;
    const message: ToTab = { kind: 'message', epoch: to.epoch, bytes };
    to.channel.postMessage(message);
  }

  private receive(data: unknown): void {
    const said = read_to_replica(data);
    if (said === undefined) return;
    if (said.kind === 'bye') {
      this.close(said.tab);
      return;
    }
    const known = this.tabs_.get(said.tab);
    const { channel, epoch } = known ?? this.welcome(said.tab);
    if (said.kind === 'hello' || known === undefined) this.announce(channel, epoch);
    if (said.kind === 'message') this.listener_.message(said.tab, said.bytes);
  }

  private announce(channel: BroadcastChannel, epoch: string): void {
    const message: ToTab = { kind: 'replica', epoch };
    channel.postMessage(message);
  }

  private welcome(name: string): { readonly channel: BroadcastChannel; readonly epoch: string } {
    // One that was taken for gone, and speaks, is told of a new epoch: then it says again what it had said before.
    const epoch = this.gone_.has(name) ? crypto.randomUUID() : this.epoch_;
    const tab = { channel: new BroadcastChannel(tab_channel(this.profile_, name)), epoch };
    this.tabs_.set(name, tab);
    // Granted when the tab is gone, however it went.
    void this.profile_.locks?.request(tab_lock(this.profile_, name), () => this.close(name));
    return tab;
  }

  private close(name: string): void {
    const tab = this.tabs_.get(name);
    if (tab === undefined) return;
    tab.channel.close();
    this.tabs_.delete(name);
    this.gone_.add(name);
    this.listener_.closed(name);
  }
}
