"""Has the service what it needs?"""

from iro_pipeline.indicators.answers import rated

INDICATORS = (
    *rated("q06_workload_realistic"),
    *rated("q07_admin_support"),
    *rated("q15_service_resourced"),
)
