"""Apache Spark, for more claims or cases than one machine is to hold; the extra ``spark``."""
