// Testcontainers for Node (npm install --save-dev testcontainers): the mock for a test run, from your own image.
import { GenericContainer, Wait } from 'testcontainers';
import { connectMock } from 'lp-auth-mock/client';

const PORT = 4407;

/** Starts a container of the image that deploy/Dockerfile makes; `mock` is steered as a mock in this process is. */
export async function startLpAuthMock(image = 'lp-auth-mock') {
  const container = await new GenericContainer(image)
    .withExposedPorts(PORT)
    // The tests come to the container as another machine would; elsewhere than localhost, name that host too.
    .withEnvironment({ LP_AUTH_MOCK_ADMIN_HOSTS: '["localhost"]' })
    .withWaitStrategy(Wait.forHealthCheck())
    .start();
  const url = `http://${container.getHost()}:${String(container.getMappedPort(PORT))}`;
  return { url, mock: connectMock(url), stop: () => container.stop() };
}
