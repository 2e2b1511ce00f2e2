from lp_auth_mock_container import LpAuthMockContainer

print("url", LpAuthMockContainer().url)
