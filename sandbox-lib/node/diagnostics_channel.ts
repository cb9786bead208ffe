// node:diagnostics_channel. Inside the context. https://nodejs.org/api/diagnostics_channel.html
import { BoundedChannel } from '../internal/bounded-channel.ts';
import { Channel, channel, hasSubscribers, subscribe, unsubscribe } from '../internal/diagnostics-channel.ts';
import { TracingChannel } from '../internal/tracing-channel.ts';

type TracingArgument = ConstructorParameters<typeof TracingChannel>[0];
type BoundedArgument = ConstructorParameters<typeof BoundedChannel>[0];

function tracingChannel(nameOrChannels: TracingArgument): TracingChannel {
  return new TracingChannel(nameOrChannels);
}

function boundedChannel(nameOrChannels: BoundedArgument): BoundedChannel {
  return new BoundedChannel(nameOrChannels);
}

const diagnosticsChannel = {
  channel,
  hasSubscribers,
  subscribe,
  tracingChannel,
  unsubscribe,
  boundedChannel,
  Channel,
  BoundedChannel,
};
export default diagnosticsChannel;
