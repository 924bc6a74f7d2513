/** Takes messages. Resolves only once every message is stored; throws if one is not. */
export interface MessageQueue<Message> {
  send(messages: readonly Message[]): Promise<void>;
}
