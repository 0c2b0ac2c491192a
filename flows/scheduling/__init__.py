"""What a Prefect server is told: set up from prefect.yaml, tried here, and accounts that name nobody."""
