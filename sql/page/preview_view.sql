select {columns}
from {view}
where period_start = {start}
limit {most}
