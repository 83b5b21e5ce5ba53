/**
 * Keeps one comment on the pull request of a job up to date, in GitHub Actions and in Azure Pipelines: `node keep-comment.js
 * summary.md [NAME]`. Each NAME has its own comment. If the comment cannot be written, the job gets a warning and does not fail.
 */
import { readFileSync } from 'node:fs';

const [summary = 'reports/summary.md', name = 'tutorial-replay'] = process.argv.slice(2);
const mark = `<!-- ${name} -->`;
const env = process.env;
const timeoutMs = 30_000;

/** Sends a request with JSON; throws with the status of any response that is not a success. */
async function send(method, url, headers, body) {
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} returned status ${response.status}`);
  return response.json();
}

async function onGithub(text, { token, repository, number }) {
  const base = `${env.GITHUB_API_URL ?? 'https://api.github.com'}/repos/${repository}/issues`;
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'tutorial-replay' };
  for (let page = 1; ; page++) {
    const comments = await send('GET', `${base}/${number}/comments?per_page=100&page=${page}`, headers);
    const own = comments.find(({ body }) => body?.startsWith(mark));
    if (own !== undefined) return send('PATCH', `${base}/comments/${own.id}`, headers, { body: text });
    if (comments.length < 100) return send('POST', `${base}/${number}/comments`, headers, { body: text });
  }
}

async function onAzure(text, { token, number }) {
  const { SYSTEM_COLLECTIONURI: collection, SYSTEM_TEAMPROJECTID: project, BUILD_REPOSITORY_ID: repository } = env;
  const base = `${collection}${project}/_apis/git/repositories/${repository}/pullRequests/${number}/threads`;
  const version = 'api-version=7.1';
  const headers = { authorization: `Bearer ${token}` };
  const { value } = await send('GET', `${base}?${version}`, headers);
  for (const { id, comments = [] } of value) {
    const own = comments.find(({ content }) => content?.startsWith(mark));
    if (own !== undefined)
      return send('PATCH', `${base}/${id}/comments/${own.id}?${version}`, headers, { content: text });
  }
  const comments = [{ parentCommentId: 0, content: text, commentType: 'text' }];
  return send('POST', `${base}?${version}`, headers, { comments, status: 'closed' });
}

/** Azure Pipelines leaves the name of an unknown variable, `$(NAME)`, in the text. */
const known = (value = '') => (value.startsWith('$(') ? '' : value);

function placeOfComment() {
  if (env.TF_BUILD !== undefined) {
    const number = known(env.SYSTEM_PULLREQUEST_PULLREQUESTID);
    return { keep: onAzure, token: known(env.SYSTEM_ACCESSTOKEN), number, warn: '##vso[task.logissue type=warning]' };
  }
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, PULL_REQUEST: number } = env;
  return { keep: onGithub, token, repository, number, warn: '::warning title=tutorial-replay::' };
}

const place = placeOfComment();
try {
  if (!place.number) process.stdout.write('not a pull request: no comment is kept\n');
  else if (!place.token) throw new Error('there is no token');
  else {
    const text = `${mark}\n${readFileSync(summary, 'utf8')}`;
    await place.keep(text, place);
    process.stdout.write('the comment of the pull request is up to date\n');
  }
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const fix =
    'the job needs the permission to write comments (`pull-requests: write`), which a pull request of a fork does not get';
  const message = `the comment of the pull request was not written: ${error instanceof Error ? error.message : error}${cause}; ${fix}`;
  process.stdout.write(`${place.warn}${message.replaceAll(/[\r\n]+/g, ' ')}\n`);
}
