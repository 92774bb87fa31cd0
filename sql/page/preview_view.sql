select {columns}
from {view}
where period_start = %(start)s
limit %(most)s
