// LivePerson's own client for agents, unmodified.
import agentSdk from 'node-agent-sdk';

const agent = new agentSdk.Agent({ accountId: process.env.LP_ACCOUNT, username: 'grace', password: 'any' });
const finish = (event) => {
  console.log(JSON.stringify({ event, agentId: agent.agentId ?? null }));
  process.exit();
};
agent.on('connected', () => {
  agent.getClock({}, (error, clock) => {
    finish(error ?? { connected: typeof clock.currentTime });
  });
});
agent.on('error', (error) => {
  finish(String(error.message ?? error));
});
