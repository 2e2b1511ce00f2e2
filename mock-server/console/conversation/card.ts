/** A card with two buttons, one of which says something when it is pressed. */
export const SAMPLE_CARD = {
  type: 'vertical',
  elements: [
    { type: 'text', text: 'Order 4711', style: { bold: true } },
    { type: 'text', text: 'Leaves the warehouse today.' },
    { type: 'button', title: 'Track it', click: { actions: [{ type: 'publishText', text: 'Where is my order?' }] } },
    {
      type: 'button',
      title: 'Change the address',
      click: { actions: [{ type: 'publishText', text: 'I want to change the address.' }] },
    },
  ],
};

/** What was typed, or what is wrong with it. */
export function readCard(text: string): { readonly content?: object; readonly problem?: string } {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { content };
    return { problem: 'It must be one JSON object: { "type": "vertical", "elements": […] }.' };
  } catch (error) {
    return { problem: `This is no JSON: ${(error as Error).message}` };
  }
}
