/** The id of a message, which the history and the Messaging REST API give it. */
export function messageId(conversationId: string, sequence: number): string {
  return `ms::conv:${conversationId}::msg:${String(sequence)}`;
}
