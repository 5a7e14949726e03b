@echo off
rem Builds once, and again when a source is newer than the last build; then starts the built program.
setlocal
set "ROOT=%~dp0"
set "PROGRAM=%ROOT%artifacts\bin\Srum.Cli\release\Srum.Cli.dll"
set "STAMP=%ROOT%artifacts\srum.stamp"
where dotnet >nul 2>nul || (echo srum needs the .NET 10 SDK: dotnet was not found on the PATH. 1>&2 & exit /b 1)
set STALE=1
if exist "%PROGRAM%" if exist "%STAMP%" for /f %%R in ('powershell -NoProfile -Command "$s=(Get-Item $env:STAMP).LastWriteTimeUtc; if (Get-ChildItem -Recurse -File (Join-Path $env:ROOT src),(Join-Path $env:ROOT Directory.*) | Where-Object { $_.LastWriteTimeUtc -gt $s } | Select-Object -First 1) {1} else {0}"') do set STALE=%%R
if "%STALE%"=="0" goto start
echo Building srum (once) ... 1>&2
dotnet build "%ROOT%src\Srum.Cli" -c Release --nologo -v quiet %SRUM_BUILD_FLAGS% 1>&2 || (echo The build failed: the messages above tell why. 1>&2 & exit /b 1)
if not exist "%ROOT%artifacts" mkdir "%ROOT%artifacts"
type nul > "%STAMP%"
:start
dotnet "%PROGRAM%" %*
exit /b %ERRORLEVEL%
