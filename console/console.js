import { read } from './element.js';
import { showInbox } from './inbox.js';
import { showMailbox } from './mailbox.js';
import { showHeader, showPlaybooks, showSegments } from './overview.js';

const everyMs = 2_000;

function showTrouble(message) {
  const trouble = document.getElementById('trouble');
  trouble.hidden = message === null;
  trouble.textContent = message ?? '';
}

async function refresh() {
  try {
    const [overview, inbox, mailbox] = await Promise.all([
      read('/api/overview'),
      read('/api/inbox'),
      read('/api/mailbox'),
    ]);
    showHeader(overview);
    showSegments(overview);
    showPlaybooks(overview);
    showInbox(inbox);
    showMailbox(mailbox);
    showTrouble(null);
  } catch (error) {
    const reason = error instanceof TypeError ? 'it does not answer; is it still running?' : String(error);
    showTrouble(`Cannot read the running system: ${reason} What you see may be old.`);
  }
}

async function keepFresh() {
  // A page that nobody looks at asks for nothing.
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, everyMs);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
keepFresh();
