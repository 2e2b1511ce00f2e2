class HealthcheckWaitStrategy:
    def __str__(self):
        return "healthy"
