import { emailTemplate } from '#domain/playbooks/playbook.ts';

export const winBackEmail = emailTemplate('win-back', {
  subject: 'We miss you{% if customer.firstName %}, {{ customer.firstName }}{% endif %}',
  html: `<!doctype html>
<html lang="en">
  <body style="font-family: Helvetica, Arial, sans-serif; color: #1c2b33; line-height: 1.5; max-width: 34rem; margin: 0 auto; padding: 1.5rem">
    <p>Hello{% if customer.firstName %} {{ customer.firstName }}{% endif %},</p>
    <p>it has been {{ features.recencyDays | floor }} days since we last saw you, and we would like to know whether
      something got in your way.</p>
    {% if features.frequency > 0 %}
    <p>You have ordered from us {{ features.frequency }} {% if features.frequency == 1 %}time{% else %}times{% endif %}.
      Thank you. Everything is still where you left it.</p>
    {% endif %}
    <p>Just answer this e-mail if we can help. A person reads it.</p>
  </body>
</html>
`,
  text: `Hello{% if customer.firstName %} {{ customer.firstName }}{% endif %},

it has been {{ features.recencyDays | floor }} days since we last saw you, and we would like to know whether something
got in your way.

Just answer this e-mail if we can help. A person reads it.
`,
});
