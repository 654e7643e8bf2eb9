/**
 * Published scaling tables, in a format of our own (src/read/backtest-cases/series-rows.ts). The models see the rows with
 * fit = yes: of lockref those up to 8 processes, of nginx the last row of apparmor=on. The two published apparmor=on
 * runs stand as a range, its middle is used; percpu_ref is held against min(published, apparmor=off), since no reference
 * count scheme can beat having none. access2 stands for what the model cannot say: its rows are in the notes of
 * src/project/README.md.
 */
export const PUBLISHED_SERIES = `series,source,model,variant,cpus,value,fit,kept,complexes,off_value
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,apparmor=on,16,100,no,1,1,100
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,apparmor=on,32,94..97,no,1,2,95
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,apparmor=on,48,93..94,no,1,3,94
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,apparmor=on,96,88,no,1,6,92
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,apparmor=on,192,65..68,yes,1,12,85
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,2516fde1fa00,16,100,no,0.75,1,100
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,2516fde1fa00,32,93,no,0.75,2,95
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,2516fde1fa00,48,92,no,0.75,3,94
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,2516fde1fa00,96,88,no,0.75,6,92
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,2516fde1fa00,192,79,no,0.75,12,85
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,percpu_ref,16,100,no,0,1,100
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,percpu_ref,32,95,no,0,2,95
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,percpu_ref,48,94,no,0,3,94
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,percpu_ref,96,92,no,0,6,92
nginx Zen4,<f184a2d6-7892-4e43-a0cd-cab638c3d5c2@amd.com>,complexes,percpu_ref,192,85,no,0,12,85
open3 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,1,805603,yes,,,
open3 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,2,1054980,yes,,,
open3 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,8,1544802,yes,,,
open3 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,24,1191064,no,,,
open3 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,48,851582,no,,,
open3 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,96,609481,no,,,
open3 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,1,814942,yes,,,
open3 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,2,1054781,yes,,,
open3 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,8,1822858,yes,,,
open3 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,24,2199665,no,,,
open3 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,48,1469860,no,,,
open3 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,96,1427170,no,,,
fstat2 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,1,3013872,yes,,,
fstat2 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,2,4284687,yes,,,
fstat2 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,8,3257721,yes,,,
fstat2 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,24,2239819,no,,,
fstat2 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,48,1701072,no,,,
fstat2 stock,<20230113184447.1707316-1-mjguzik@gmail.com>,cas,lockref with cpu_relax,96,1269157,no,,,
fstat2 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,1,3047636,yes,,,
fstat2 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,2,4400421,yes,,,
fstat2 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,8,5530156,yes,,,
fstat2 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,24,5466127,no,,,
fstat2 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,48,5256609,no,,,
fstat2 no pause,<20230113184447.1707316-1-mjguzik@gmail.com>,add,f5fe24ef17b5,96,6649326,no,,,
`;
