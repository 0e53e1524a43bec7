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
  private readonly channels_ = new Map<string, BroadcastChannel>();

  /** Tells every tab that a replica is there; they answer by saying again what was never answered. */
  constructor(profile: Profile, listener: TabListener) {
    this.profile_ = profile;
    this.listener_ = listener;
    this.incoming_ = new BroadcastChannel(replica_channel(profile));
    this.everyone_ = new BroadcastChannel(everyone_channel(profile));
    this.incoming_.onmessage = ({ data }) => this.receive(data);
    this.announce(this.everyone_);
  }

  send(tab: string, bytes: Uint8Array): void {
    const message: ToTab = { kind: 'message', epoch: this.epoch_, bytes };
    this.channels_.get(tab)?.postMessage(message);
  }

  private receive(data: unknown): void {
    const said = read_to_replica(data);
    if (said === undefined) return;
    if (said.kind === 'bye') {
      this.close(said.tab);
      return;
    }
    const known = this.channels_.get(said.tab);
    const channel = known ?? this.welcome(said.tab);
    if (said.kind === 'hello') this.announce(channel);
    else this.listener_.message(said.tab, said.bytes);
  }

  private announce(channel: BroadcastChannel): void {
    const message: ToTab = { kind: 'replica', epoch: this.epoch_ };
    channel.postMessage(message);
  }

  private welcome(tab: string): BroadcastChannel {
    const channel = new BroadcastChannel(tab_channel(this.profile_, tab));
    this.channels_.set(tab, channel);
    // Granted when the tab is gone, however it went.
    void this.profile_.locks?.request(tab_lock(this.profile_, tab), () => this.close(tab));
    return channel;
  }

  private close(tab: string): void {
    const channel = this.channels_.get(tab);
    if (channel === undefined) return;
    channel.close();
    this.channels_.delete(tab);
    this.listener_.closed(tab);
  }
}
